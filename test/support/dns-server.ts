import { createSocket, type RemoteInfo, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import packet, { type Answer, type DecodedPacket, type Packet } from "dns-packet";

/** A query that arrived, and where it came from. */
export interface ReceivedQuery {
  readonly transport: "udp" | "tcp";
  readonly port: number;
  readonly message: DecodedPacket;
}

/** Messages to send back, in order; over TCP framed and on one connection, which is then closed. */
export type Behaviour = (query: ReceivedQuery) => readonly Buffer[];

export interface DnsServer {
  /** As resolvers take it. */
  readonly server: string;
  readonly queries: readonly ReceivedQuery[];
  readonly stop: () => Promise<void>;
}

/** A DNS server on loopback, over UDP and TCP, that does whatever a test wants. */
export async function startDnsServer(behave: Behaviour): Promise<DnsServer> {
  const queries: ReceivedQuery[] = [];
  const receive = (transport: "udp" | "tcp", port: number, bytes: Buffer): readonly Buffer[] => {
    const query = { transport, port, message: packet.decode(bytes) };
    queries.push(query);
    return behave(query);
  };
  const connections = new Set<Socket>();
  const { udp, tcp, port } = await listenOnOnePort();
  udp.on("message", (bytes: Buffer, from: RemoteInfo) => {
    for (const message of receive("udp", from.port, bytes)) udp.send(message, from.port, from.address);
  });
  tcp.on("connection", (socket) => {
    connections.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("data", (bytes: Buffer) => {
      const messages = receive("tcp", socket.remotePort ?? 0, bytes.subarray(2));
      if (messages.length > 0) socket.end(Buffer.concat(messages.map(framed)));
    });
  });
  return {
    server: `127.0.0.1:${port}`,
    queries,
    stop: async () => {
      for (const connection of connections) connection.destroy();
      tcp.close();
      udp.close();
      await Promise.all([once(tcp, "close"), once(udp, "close")]);
    },
  };
}

interface Listening {
  readonly udp: UdpSocket;
  readonly tcp: Server;
  readonly port: number;
}

/** Both transports on one port: the system chooses it for TCP, and another when UDP has it taken already. */
async function listenOnOnePort(attempts = 20): Promise<Listening> {
  const tcp = createServer();
  tcp.listen(0, "127.0.0.1");
  await once(tcp, "listening");
  const address = tcp.address();
  if (address === null || typeof address === "string") throw new Error("expected a TCP port");
  const udp = createSocket("udp4");
  udp.bind(address.port, "127.0.0.1");
  try {
    await once(udp, "listening");
    return { udp, tcp, port: address.port };
  } catch (error) {
    udp.close();
    tcp.close();
    if (attempts === 1) throw error;
    return await listenOnOnePort(attempts - 1);
  }
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

/** A response to the query that holds these records. */
export function responseTo(
  query: ReceivedQuery,
  answers: readonly Answer[],
  more: Packet & { rcode?: number } = {},
): Buffer {
  const { rcode = 0, flags = packet.RECURSION_AVAILABLE, ...others } = more;
  return packet.encode({
    type: "response",
    id: query.message.id ?? 0,
    questions: [...(query.message.questions ?? [])],
    answers: [...answers],
    ...others,
    flags: flags | rcode,
  });
}
