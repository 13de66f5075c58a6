/** The part of vitest's way of declaring tests that the test files use, collecting them instead of running them. */

type Body = (...args: readonly unknown[]) => unknown;

export interface Suite {
  readonly parent: Suite | null;
  readonly beforeAll: Body[];
  readonly afterAll: Body[];
  readonly beforeEach: Body[];
  readonly afterEach: Body[];
}

export interface CollectedTest {
  readonly name: string;
  readonly suite: Suite;
  readonly run: () => unknown;
}

/** Both `test("name", body)` and `test("name", options, body)`. */
type Declare = (name: string, ...rest: readonly unknown[]) => void;

interface Declarator extends Declare {
  readonly each: (rows: readonly unknown[]) => Declare;
  readonly for: (rows: readonly unknown[]) => Declare;
  readonly skip: Declare;
  readonly skipIf: (condition: unknown) => Declarator;
  readonly runIf: (condition: unknown) => Declarator;
}

/** What `import … from "vitest"` gives a test file, `expect` and `vi` aside. */
export interface TestDeclarations {
  readonly describe: Declarator;
  readonly it: Declarator;
  readonly test: Declarator;
  readonly beforeAll: (body: Body) => void;
  readonly afterAll: (body: Body) => void;
  readonly beforeEach: (body: Body) => void;
  readonly afterEach: (body: Body) => void;
}

export class Collector {
  readonly tests: CollectedTest[] = [];
  #suite: Suite = newSuite(null);
  #path = "";

  declarations(): TestDeclarations {
    const test = declarator((name, body, args) => {
      this.tests.push({ name: `${this.#path}${name}`, suite: this.#suite, run: () => body(...args) });
    });
    const describe = declarator((name, body, args) => {
      const [outer, outerPath] = [this.#suite, this.#path];
      this.#suite = newSuite(outer);
      this.#path = `${outerPath}${name} > `;
      body(...args);
      [this.#suite, this.#path] = [outer, outerPath];
    });
    return {
      describe,
      it: test,
      test,
      beforeAll: (body) => this.#suite.beforeAll.push(body),
      afterAll: (body) => this.#suite.afterAll.push(body),
      beforeEach: (body) => this.#suite.beforeEach.push(body),
      afterEach: (body) => this.#suite.afterEach.push(body),
    };
  }
}

/** The suites around a test, the outermost first. */
export function suitesOf(test: CollectedTest): readonly Suite[] {
  const suites: Suite[] = [];
  for (let suite: Suite | null = test.suite; suite !== null; suite = suite.parent) suites.unshift(suite);
  return suites;
}

function newSuite(parent: Suite | null): Suite {
  return { parent, beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] };
}

const skip: Declare = () => {};

function declarator(declare: (name: string, body: Body, args: readonly unknown[]) => void): Declarator {
  const one: Declare = (name, ...rest) => {
    declare(name, bodyOf(rest), []);
  };
  const rowwise =
    (spread: boolean) =>
    (rows: readonly unknown[]): Declare =>
    (name, ...rest) => {
      const body = bodyOf(rest);
      for (const [index, row] of rows.entries())
        declare(rowName(name, row, index), body, spread && Array.isArray(row) ? row : [row]);
    };
  const complete: Declarator = Object.assign(one, {
    each: rowwise(true),
    for: rowwise(false),
    skip,
    skipIf: (condition: unknown): Declarator => (condition ? skipped : complete),
    runIf: (condition: unknown): Declarator => (condition ? complete : skipped),
  });
  const skipped: Declarator = Object.assign((() => {}) as Declare, {
    each: () => skip,
    for: () => skip,
    skip,
    skipIf: () => skipped,
    runIf: () => skipped,
  });
  return complete;
}

/** The row's own name where the title asks for it, else its number. */
function rowName(title: string, row: unknown, index: number): string {
  const name = typeof row === "object" && row !== null && "name" in row ? row.name : null;
  return typeof name === "string" && title.includes("$name")
    ? title.replace("$name", () => name)
    : `${title} [${index}]`;
}

function bodyOf(rest: readonly unknown[]): Body {
  const body = rest.find((value) => typeof value === "function");
  if (body === undefined) throw new TypeError("a test or suite needs a body");
  return body as Body;
}
