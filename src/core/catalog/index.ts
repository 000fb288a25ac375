/**
 * Catalog: the services that can be booked, the specialists who serve, who does what at which price (PR-1). When they
 * are free is the calendar's, what a booking costs in the end is the booking's to say.
 */

export {
  type AddServiceInput,
  addService,
  type ChangeServiceInput,
  changeService,
  type ServiceRefusal,
} from "./change-service.ts";
export {
  type AddSpecialistInput,
  type AssignServiceInput,
  type AssignServiceRefusal,
  addSpecialist,
  assignService,
  type ChangeSpecialistInput,
  changeSpecialist,
  type SpecialistRefusal,
  unassignService,
} from "./change-specialist.ts";
export {
  SERVICE_POLICIES,
  type Service,
  type ServiceKind,
  type ServicePolicy,
  type Specialist,
} from "./model.ts";
export { checkPrice } from "./rules/details.ts";
export {
  type Assignment,
  findOffering,
  findService,
  findSpecialist,
  findSpecialistByNameOrId,
  listAssignments,
  listOfferings,
  listServices,
  listSpecialists,
  lockSpecialists,
  type Offering,
} from "./store.ts";
