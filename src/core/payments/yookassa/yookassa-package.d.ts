/** The part of the untyped npm package `yookassa` 0.1.1 that the adapter stands on. */
declare module "yookassa" {
  export type YooKassaOptions = {
    readonly shopId: string;
    readonly secretKey: string;
    readonly apiUrl?: string;
    readonly timeout?: number;
  };

  export default class YooKassa {
    constructor(options: YooKassaOptions);
    readonly apiUrl: string;
    readonly timeout: number;
    createPayment(payload: unknown, idempotenceKey: string): Promise<unknown>;
    getPayment(paymentId: string): Promise<unknown>;
    cancelPayment(paymentId: string, idempotenceKey: string): Promise<unknown>;
    getRefund(refundId: string): Promise<unknown>;
    request(method: string, path: string, payload: unknown, idempotenceKey?: string): Promise<unknown>;
  }
}
