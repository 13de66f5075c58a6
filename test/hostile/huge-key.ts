/** A key record with a made-up modulus of so many bits. RFC 8017 Appendix A.1.1 */
export function hugeKeyRecord(bits: number, exponent: bigint, fill: number = 0xc3): string {
  const integer = (bytes: Buffer): Buffer =>
    der(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
  const modulus = Buffer.alloc(bits / 8, fill);
  const digits = exponent.toString(16);
  const power = Buffer.from(digits.padStart(digits.length + (digits.length % 2), "0"), "hex");
  return `v=DKIM1; p=${der(0x30, Buffer.concat([integer(modulus), integer(power)])).toString("base64")}`;
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}
