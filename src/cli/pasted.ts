export { pasted } from "../core/kernel/pasted.ts";
