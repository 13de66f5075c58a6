import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import { KeyUsageFlags } from "@peculiar/asn1-x509";
import { type CertificatePlan, SIGNS_CERTIFICATES, keyPair, mintCertificate, pemOf } from "./certificates.ts";

const COMMON_NAME = "2.5.4.3";
const SERVER_USAGE = "1.3.6.1.5.5.7.3.1";

const VALIDITY = { notBefore: new Date("2020-01-01T00:00:00Z"), notAfter: new Date("2049-12-31T00:00:00Z") };

const AUTHORITY: CertificatePlan = {
  subject: [[COMMON_NAME, "Test authority"]],
  key: keyPair(),
  ...VALIDITY,
  authority: { isAuthority: true },
  keyUsage: SIGNS_CERTIFICATES,
};

/** The authority of the servers' certificates, PEM. */
export const SERVER_AUTHORITY: string = pemOf([mintCertificate(AUTHORITY, AUTHORITY)]);

/** The name in the servers' certificates. */
export const SERVER_NAME = "logo.example";

const SERVER: CertificatePlan = {
  subject: [[COMMON_NAME, SERVER_NAME]],
  key: keyPair(),
  ...VALIDITY,
  keyUsage: KeyUsageFlags.digitalSignature,
  extendedKeyUsage: [SERVER_USAGE],
  dnsNames: [SERVER_NAME],
};

const SERVER_CERTIFICATE = pemOf([mintCertificate(SERVER, AUTHORITY)]);

export interface HttpsServer {
  readonly port: number;
  /** Ends the server and the connections that are open. */
  readonly close: () => Promise<void>;
}

/** Starts an https server on the loopback address, its certificate made out to {@link SERVER_NAME}. */
export async function startHttpsServer(listener: RequestListener): Promise<HttpsServer> {
  const key = SERVER.key.privateKey.export({ type: "pkcs8", format: "pem" });
  const server = createServer({ key, cert: SERVER_CERTIFICATE }, listener);
  // A client that goes away, or does not trust the certificate, is what the tests are about.
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: address.port, close };
}
