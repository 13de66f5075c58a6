import * as crypto from "node:crypto";
import { createRequire } from "node:module";
import { Script } from "node:vm";
import * as vitest from "vitest";
import { Collector, suitesOf, type CollectedTest, type Suite } from "./collector.ts";
import type { Switchboard } from "./switchboard.ts";

/** Longest that an asynchronous test may wait for something that a mutant keeps from coming, in milliseconds. */
const PATIENCE = 5000;

const requireModule = createRequire(`${process.cwd()}/package.json`);

type Body = (...parameters: readonly unknown[]) => void;

/** A bundled test file, to be loaded afresh for every mutant, so that no mutant sees what another one remembered. */
export class TestFile {
  readonly #body: Body;
  readonly #switchboard: Switchboard;

  constructor(path: string, code: string, switchboard: Switchboard) {
    const wrapper = `(function (require, module, exports, __m, __f) {${code}\n})`;
    this.#body = new Script(wrapper, { filename: `${path}.cjs` }).runInThisContext() as Body;
    this.#switchboard = switchboard;
  }

  /** Runs the modules and collects the tests. */
  load(): LoadedTests {
    const collector = new Collector();
    const framework = { ...vitest, ...collector.declarations() };
    const module = { exports: {} };
    const provided: Readonly<Record<string, unknown>> = { vitest: framework, "node:crypto": withKeptKeys() };
    const require = (name: string): unknown => provided[name] ?? requireModule(name);
    this.#body(require, module, module.exports, this.#switchboard.isOn, this.#switchboard.burn);
    return new LoadedTests(collector.tests);
  }
}

const keptKeys = new Map<string, unknown>();

/** `node:crypto` whose nth new key of a kind is the same in every load: an RSA key takes long to find. */
function withKeptKeys(): object {
  let count = 0;
  const generateKeyPairSync = (...given: readonly unknown[]): unknown => {
    count += 1;
    const kind = JSON.stringify([count, given]);
    const known = keptKeys.get(kind);
    if (known !== undefined) return known;
    const made: unknown = Reflect.apply(crypto.generateKeyPairSync, crypto, given);
    keptKeys.set(kind, made);
    return made;
  };
  return { ...crypto, generateKeyPairSync };
}

/** The tests of one loaded file, with the hooks of their suites. */
export class LoadedTests {
  readonly tests: readonly CollectedTest[];
  readonly #begun = new Set<Suite>();

  constructor(tests: readonly CollectedTest[]) {
    this.tests = tests;
  }

  /** Runs what stands before the tests of a suite, once. */
  async prepare(test: CollectedTest): Promise<void> {
    for (const suite of suitesOf(test)) {
      if (this.#begun.has(suite)) continue;
      this.#begun.add(suite);
      for (const hook of suite.beforeAll) await patiently(hook());
    }
  }

  /** Runs a test; what it throws is its failure. */
  async run(test: CollectedTest): Promise<void> {
    const suites = suitesOf(test);
    for (const suite of suites) for (const hook of suite.beforeEach) await patiently(hook());
    try {
      await patiently(test.run());
    } finally {
      for (const suite of suites.toReversed()) for (const hook of suite.afterEach) await patiently(hook());
    }
  }

  async close(): Promise<void> {
    for (const suite of this.#begun) for (const hook of suite.afterAll) await patiently(hook());
  }
}

async function patiently(result: unknown): Promise<void> {
  if (!(result instanceof Promise)) return;
  let timer: NodeJS.Timeout | undefined;
  const impatience = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("waits for ever")), PATIENCE);
  });
  try {
    await Promise.race([result, impatience]);
  } finally {
    clearTimeout(timer);
  }
}
