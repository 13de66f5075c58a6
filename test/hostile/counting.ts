import {
  analyze,
  AnalysisReader,
  type CryptoProvider,
  type MessageReport,
  nodeCrypto,
  type Resolver,
  resolveInputs,
  runSync,
  snapshotResolver,
} from "waxseal";
import { bytesOf } from "../../src/base/bytes.ts";
import { type Mail, NOW } from "./mail.ts";

/** The work that an analysis asked of its platform. */
export interface Work {
  readonly hashedBytes: number;
  readonly hashStates: number;
  readonly publicKeyOperations: number;
  readonly questions: number;
}

type Count = { -readonly [Key in keyof Work]: number };
type IncrementalHash = ReturnType<CryptoProvider["createHash"]>;

/** Analyses mail and counts what it costs, whatever the machine. */
export function countWork({ message, envelope = {}, zone = {}, ...options }: Mail): {
  readonly report: MessageReport;
  readonly work: Work;
} {
  const work: Count = { hashedBytes: 0, hashStates: 0, publicKeyOperations: 0, questions: 0 };
  const crypto = countingCrypto(work);
  const inputs = resolveInputs(envelope, { ...options, now: options.now ?? NOW });
  const reader = new AnalysisReader(inputs, crypto);
  reader.push(bytesOf(message));
  const answers = snapshotResolver(zone);
  const dns: Resolver = {
    resolve: (type, name) => {
      work.questions++;
      return answers.resolve(type, name);
    },
  };
  const { limits } = inputs;
  return { report: runSync(analyze(reader.finish(), inputs), { dns, crypto }, { limits }), work };
}

function countingCrypto(work: Count): CryptoProvider {
  const counted = (hash: IncrementalHash): IncrementalHash => {
    work.hashStates++;
    return {
      update: (bytes) => {
        work.hashedBytes += bytes.length;
        hash.update(bytes);
      },
      copy: () => counted(hash.copy()),
      digest: () => hash.digest(),
    };
  };
  return {
    ...nodeCrypto,
    createHash: (algorithm) => counted(nodeCrypto.createHash(algorithm)),
    verify: (request) => {
      work.publicKeyOperations++;
      work.hashedBytes += request.signedBytes.length;
      return nodeCrypto.verify(request);
    },
  };
}
