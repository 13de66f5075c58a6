import { spawn, spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface NameServer {
  /** As resolvers take it. */
  readonly server: string;
  readonly stop: () => Promise<void>;
}

/** Daemons are installed where not every user looks for programs. */
const env = { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin` };

/** Runs the server until the input ends, which it does also when the tests are broken off. */
const RUN_WITH_INPUT = 'nsd -d -c "$1" & cat >/dev/null; kill $!; wait';

/** Whether the name server is installed here. */
export function nsdInstalled(): boolean {
  return spawnSync("sh", ["-c", "command -v nsd"], { env }).status === 0;
}

/** A real authoritative name server on loopback, with the zones given as zone files by origin. */
export async function startNsd(zones: Readonly<Record<string, string>>): Promise<NameServer> {
  const directory = mkdtempSync(join(tmpdir(), "waxseal-nsd-"));
  const port = await freePort();
  const config = join(directory, "nsd.conf");
  writeFileSync(config, configuration(directory, port, Object.keys(zones)));
  for (const [origin, zone] of Object.entries(zones)) writeFileSync(join(directory, `${origin}.zone`), zone);
  const daemon = spawn("sh", ["-c", RUN_WITH_INPUT, "sh", config], {
    env,
    stdio: ["pipe", "ignore", "pipe"],
  });
  let errors = "";
  daemon.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exited = once(daemon, "exit");
  const stop = async (): Promise<void> => {
    daemon.stdin.end();
    await exited;
    rmSync(directory, { recursive: true, force: true });
  };
  const [origin = "."] = Object.keys(zones);
  if (!(await answers(port, origin))) {
    await stop();
    throw new Error(`nsd did not start: ${errors}`);
  }
  return { server: `127.0.0.1:${port}`, stop };
}

function configuration(directory: string, port: number, origins: readonly string[]): string {
  const zones = origins.map((origin) => `zone:\n  name: "${origin}"\n  zonefile: "${origin}.zone"\n`);
  return `server:
  ip-address: 127.0.0.1@${port}
  username: ""
  zonesdir: "${directory}"
  database: ""
  pidfile: "${directory}/nsd.pid"
  xfrdfile: ""
  xfrdir: "${directory}"
  zonelistfile: "${directory}/zone.list"
  server-count: 1
  rrl-ratelimit: 0
remote-control:
  control-enable: no
${zones.join("")}`;
}

/** A port that is free for TCP and UDP alike. */
async function freePort(): Promise<number> {
  const tcp = createServer().listen(0, "127.0.0.1");
  await once(tcp, "listening");
  const bound = tcp.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  const udp = createSocket("udp4");
  udp.bind(port, "127.0.0.1");
  await once(udp, "listening");
  udp.close();
  tcp.close();
  await Promise.all([once(udp, "close"), once(tcp, "close")]);
  return port;
}

/** Waits until the server answers a query for the zone's SOA record. */
async function answers(port: number, origin: string): Promise<boolean> {
  const labels = origin.split(".").map((label) => String.fromCharCode(label.length) + label);
  const query = Buffer.from(`\0\x07\0\0\0\x01\0\0\0\0\0\0${labels.join("")}\0\0\x06\0\x01`, "latin1");
  for (let attempt = 0; attempt < 100; attempt++) {
    const socket = createSocket("udp4");
    const heard = new Promise<boolean>((resolve) => {
      socket.on("message", () => resolve(true));
      socket.on("error", () => undefined);
      setTimeout(() => resolve(false), 50);
    });
    socket.send(query, port, "127.0.0.1");
    const alive = await heard;
    socket.close();
    if (alive) return true;
  }
  return false;
}
