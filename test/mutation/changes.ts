import {
  Visitor,
  type BlockStatement,
  type Expression,
  type FunctionBody,
  type Program,
  type Statement,
} from "oxc-parser";
import { ExpressionChanges, expression } from "./expression-changes.ts";
import type { Change } from "./mutant.ts";

/** A section of a document that an event or note cites: documentation that travels with the data. */
const CITATION = /^(RFC \d+ (§|Appendix|erratum)|BIMI draft §)/;

/** A part of the source text. */
interface Part {
  readonly start: number;
  readonly end: number;
}

/** The changes to make to a file, outer ones before those inside them, and the bodies of its loops. */
export interface FileChanges {
  readonly changes: readonly Change[];
  readonly loops: readonly Statement[];
}

/** Looks for everything that can be changed. Types, names, imports and citations are left alone. */
export function changesIn(program: Program, text: string): FileChanges {
  const changes: Change[] = [];
  const loops: Statement[] = [];
  const excluded: Part[] = [];
  const expressions = new ExpressionChanges(text);
  const add = (found: readonly Change[]): void => {
    changes.push(...found.filter((change) => text.slice(change.start, change.end) !== change.replacement));
  };
  const exclude = (part: Part | null): void => {
    if (part !== null) excluded.push(part);
  };
  const isExcluded = (node: Part): boolean =>
    excluded.some(({ start, end }) => start <= node.start && node.end <= end);
  const body = (block: FunctionBody | BlockStatement | null): void => {
    if (block !== null && block.body.length > 0)
      add([{ start: block.start, end: block.end, operator: "block", replacement: "{}", form: "return" }]);
  };
  const loop = (statement: Statement, test: Expression | null): void => {
    loops.push(statement);
    const { start, end } = statement;
    if (statement.type === "BlockStatement" && statement.body.length > 0)
      add([{ start, end, operator: "block", replacement: "{}", form: "continue" }]);
    if (test !== null) add(expressions.condition(test, true));
  };
  const left = (node: Part): void =>
    add([{ start: node.start, end: node.end, operator: "statement", replacement: "", form: "statement" }]);
  new Visitor({
    TSLiteralType: exclude,
    TSInterfaceDeclaration: exclude,
    TSTypeAliasDeclaration: exclude,
    ImportDeclaration: exclude,
    ExportAllDeclaration: exclude,
    ExportNamedDeclaration: (node) => exclude(node.source),
    Property: (node) => exclude(node.computed ? null : node.key),
    PropertyDefinition: (node) => exclude(node.computed ? null : node.key),
    MethodDefinition: (node) => exclude(node.computed ? null : node.key),
    TaggedTemplateExpression: (node) => exclude(node.quasi),
    BinaryExpression: (node) => add(expressions.binary(node)),
    AssignmentExpression: (node) => add(expressions.assignment(node)),
    LogicalExpression: (node) => add(expressions.logical(node)),
    UnaryExpression: (node) => {
      if (!isExcluded(node)) add(expressions.unary(node));
    },
    UpdateExpression: (node) => add(expressions.update(node)),
    ChainExpression: (node) => add(expressions.chain(node)),
    IfStatement: ({ test, alternate }) => {
      add(expressions.condition(test, false));
      if (alternate?.type === "BlockStatement")
        add([
          { start: alternate.start, end: alternate.end, operator: "block", replacement: "{}", form: "block" },
        ]);
    },
    ConditionalExpression: ({ test }) => add(expressions.condition(test, false)),
    WhileStatement: (node) => loop(node.body, node.test),
    DoWhileStatement: (node) => loop(node.body, node.test),
    ForStatement: (node) => loop(node.body, node.test),
    ForOfStatement: (node) => loop(node.body, null),
    ForInStatement: (node) => loop(node.body, null),
    FunctionDeclaration: (node) => body(node.body),
    FunctionExpression: (node) => body(node.body),
    ArrowFunctionExpression: ({ body: content }) => {
      if (content.type === "BlockStatement") body(content);
      else add(isPlain(content) ? [] : [expression(content, "return", "undefined")]);
    },
    ReturnStatement: ({ argument }) => {
      if (argument !== null && !isPlain(argument)) add([expression(argument, "return", "undefined")]);
    },
    ExpressionStatement: (node) => {
      const { type } = node.expression;
      const isSuper = text.startsWith("super(", node.start);
      if (type !== "Literal" && !isSuper) left(node);
    },
    ContinueStatement: left,
    BreakStatement: left,
    ArrayExpression: (node) => {
      if (node.elements.length > 0) add([expression(node, "array", "[]")]);
    },
    TemplateLiteral: (node) => {
      if (!isExcluded(node)) add([expression(node, "text", '""')]);
    },
    Literal: (node) => {
      if (!isExcluded(node)) add(literalChanges(node));
    },
  }).visit(program);
  return { changes, loops };
}

/** A value whose own mutants say as much as returning nothing would. */
function isPlain(node: {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: unknown;
}): boolean {
  return (node.type === "Literal" && node.value !== null) || node.name === "undefined";
}

function literalChanges(
  node: Part & { readonly value: unknown; readonly raw: string | null },
): readonly Change[] {
  const { value, raw } = node;
  if (typeof value === "string") {
    if (CITATION.test(value)) return [];
    return [expression(node, "text", value === "" ? '"mutated"' : '""')];
  }
  if (typeof value === "boolean") return [expression(node, "boolean", String(!value))];
  if (typeof value === "number")
    return [expression(node, "number", `(${raw} + 1)`), expression(node, "number", `(${raw} - 1)`)];
  if (typeof value === "bigint")
    return [expression(node, "number", `(${raw} + 1n)`), expression(node, "number", `(${raw} - 1n)`)];
  if (value instanceof RegExp) return anchorsDropped(node, value);
  return [];
}

function anchorsDropped(node: Part, { source, flags }: RegExp): readonly Change[] {
  const changes: Change[] = [];
  if (source.startsWith("^")) changes.push(expression(node, "pattern", `/${source.slice(1)}/${flags}`));
  if (source.endsWith("$")) changes.push(expression(node, "pattern", `/${source.slice(0, -1)}/${flags}`));
  return changes;
}
