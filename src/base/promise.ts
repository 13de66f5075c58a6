/**
 * Whether the value is still to come. Asked of the object and not of its class, because a promise
 * may stem from another realm.
 */
export function isPromise<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
