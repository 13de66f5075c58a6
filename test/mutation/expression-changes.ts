import type {
  AssignmentExpression,
  BinaryExpression,
  ChainExpression,
  Expression,
  LogicalExpression,
  UnaryExpression,
  UpdateExpression,
} from "oxc-parser";
import type { Change } from "./mutant.ts";

/** What an operator is exchanged for: the boundary and the opposite of a comparison, the counterpart of a sum. */
const EXCHANGES: ReadonlyMap<string, readonly string[]> = new Map([
  ["<", ["<=", ">="]],
  ["<=", ["<", ">"]],
  [">", [">=", "<="]],
  [">=", [">", "<"]],
  ["===", ["!=="]],
  ["!==", ["==="]],
  ["+", ["-"]],
  ["-", ["+"]],
  ["*", ["/"]],
  ["/", ["*"]],
  ["%", ["*"]],
  ["**", ["*"]],
  ["&", ["|"]],
  ["|", ["&"]],
  ["^", ["&"]],
  ["<<", [">>"]],
  [">>", ["<<"]],
  [">>>", ["<<"]],
  ["+=", ["-="]],
  ["-=", ["+="]],
  ["*=", ["/="]],
  ["|=", ["&="]],
  ["&=", ["|="]],
  ["<<=", [">>="]],
  ["??=", ["="]],
]);

const RELATIONAL = new Set(["<", "<=", ">", ">="]);

/** The changes to the expressions of one file; `text` gives the source of a node. */
export class ExpressionChanges {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  binary(node: BinaryExpression): readonly Change[] {
    if (node.operator === "+" && (isText(node.left) || isText(node.right))) return [];
    const operator = RELATIONAL.has(node.operator)
      ? "relation"
      : node.operator.endsWith("==")
        ? "equality"
        : "arithmetic";
    return this.#exchanged(node, operator);
  }

  assignment(node: AssignmentExpression): readonly Change[] {
    return node.operator === "+=" && isText(node.right) ? [] : this.#exchanged(node, "arithmetic");
  }

  /** Either side alone, and `&&` against `||`. */
  logical(node: LogicalExpression): readonly Change[] {
    const left = this.#source(node.left);
    const right = this.#source(node.right);
    const sides = [expression(node, "logical", left), expression(node, "logical", right)];
    if (node.operator === "??") return sides;
    const other = node.operator === "&&" ? "||" : "&&";
    return [...sides, expression(node, "logical", `(${left}) ${other} (${right})`)];
  }

  unary(node: UnaryExpression): readonly Change[] {
    if (node.operator !== "!" && node.operator !== "-") return [];
    return [expression(node, "unary", this.#source(node.argument))];
  }

  update(node: UpdateExpression): readonly Change[] {
    const source = this.#source(node);
    const changed = node.operator === "++" ? source.replace("++", "--") : source.replace("--", "++");
    return [expression(node, "update", changed)];
  }

  /** A condition taken for true, for false and for its opposite, where no other operator does the same. */
  condition(node: Expression, loop: boolean): readonly Change[] {
    const inner = node.type === "ParenthesizedExpression" ? node.expression : node;
    const forced = (loop ? ["false"] : ["true", "false"]).map((word) => expression(node, "condition", word));
    const negated = expression(node, "condition", `!(${this.#source(node)})`);
    const isNegatedElsewhere =
      (inner.type === "BinaryExpression" && EXCHANGES.has(inner.operator)) ||
      (inner.type === "UnaryExpression" && inner.operator === "!");
    return isNegatedElsewhere ? forced : [...forced, negated];
  }

  /** Every `?.` of a chain made a plain access. */
  chain(node: ChainExpression): readonly Change[] {
    const source = this.#source(node);
    const changes: Change[] = [];
    for (let at = source.indexOf("?."); at >= 0; at = source.indexOf("?.", at + 2)) {
      const follows = source[at + 2] ?? "";
      const plain = source.slice(0, at) + source.slice(at + ("[(".includes(follows) ? 2 : 1));
      changes.push(expression(node, "optional chain", plain));
    }
    return changes;
  }

  #exchanged(node: BinaryExpression | AssignmentExpression, operator: string): readonly Change[] {
    const left = this.#text.slice(node.start, node.left.end);
    const right = this.#text.slice(node.right.start, node.end);
    return (EXCHANGES.get(node.operator) ?? []).map((other) =>
      expression(node, operator, `${left} ${other} ${right}`),
    );
  }

  #source(node: { readonly start: number; readonly end: number }): string {
    return this.#text.slice(node.start, node.end);
  }
}

/** Texts are joined with `+`, which has no counterpart. */
function isText(node: { readonly type: string; readonly value?: unknown }): boolean {
  return node.type === "TemplateLiteral" || (node.type === "Literal" && typeof node.value === "string");
}

export function expression(
  node: { readonly start: number; readonly end: number },
  operator: string,
  replacement: string,
): Change {
  return { start: node.start, end: node.end, operator, replacement, form: "expression" };
}
