import { AsnConvert } from "@peculiar/asn1-schema";

/** The value that the DER encodes by the given schema, or null when it does not. */
export function readDer<Value>(der: Uint8Array, schema: new () => Value): Value | null {
  try {
    return AsnConvert.parse(der, schema);
  } catch {
    // Not this structure, or nested deeper than the reader goes.
    return null;
  }
}

/** The DER encoding of a value that was read, the same bytes for equal values. */
export function writeDer(value: object): Uint8Array {
  return new Uint8Array(AsnConvert.serialize(value));
}
