import type { ApiObject } from "./api/type";
import { HostError } from "./errors";

/** One step of a request, as Microsoft's client sends it. */
interface Action {
  readonly Id: number;
  readonly ActionType: number;
  readonly Name: string;
  readonly ObjectPathId: number;
  readonly ArgumentInfo?: ArgumentInfo;
  readonly QueryInfo?: { readonly Select?: readonly string[] };
}

interface ArgumentInfo {
  readonly Arguments?: readonly unknown[];
  readonly ReferencedObjectPathIds?: readonly unknown[] | null;
}

interface ObjectPath {
  readonly Id: number;
  readonly ObjectPathType: number;
  readonly Name: string;
  readonly ParentObjectPathId?: number;
  readonly ArgumentInfo?: ArgumentInfo;
}

/** The body of a request. */
export interface RequestBody {
  readonly Actions: readonly Action[];
  readonly ObjectPaths: Readonly<Record<string, ObjectPath>>;
}

const ACTION = { instantiate: 1, query: 2, method: 3, setProperty: 4, trace: 5 } as const;
/** What a request may change: the document, only what is selected in it, or nothing, as loading and registering do. */
export type Change = "nothing" | "selection" | "document";

export function changeOf({ Actions, ObjectPaths }: RequestBody): Change {
  const names = [
    ...Actions.flatMap(({ ActionType, Name }) =>
      ActionType === ACTION.setProperty ? [`set ${Name}`] : ActionType === ACTION.method ? [Name] : [],
    ),
    // What is added is an object that a method gives.
    ...Object.values(ObjectPaths).flatMap((path) => (path.ObjectPathType === PATH.method ? [path.Name] : [])),
  ].filter((name) => !/^(_|Get|Load)/.test(name));
  if (names.length === 0) return "nothing";
  return names.every((name) => name === "Select" || name === "Activate") ? "selection" : "document";
}

const PATH = {
  root: 1,
  newObject: 2,
  method: 3,
  property: 4,
  indexer: 5,
  reference: 6,
  nullObject: 7,
} as const;

/** Objects that the client refers to again in later requests. */
export type References = Map<string, ApiObject>;

interface Results {
  readonly Error: {
    readonly Code: string;
    readonly Message: string;
    readonly Location: string;
    readonly ActionIndex: number;
  } | null;
  readonly Results: readonly { readonly ActionId: number; readonly Value: unknown }[];
}

/**
 * Carries out a request action by action. As in Excel, what came before a failing action stays done.
 * @param root The workbook.
 */
export function processRequest(body: RequestBody, root: ApiObject, references: References): Results {
  const resolved = new Map<number, ApiObject | null>();
  const results: { ActionId: number; Value: unknown }[] = [];
  const resolve = (id: number): ApiObject | null => {
    const known = resolved.get(id);
    if (known !== undefined) return known;
    const path = body.ObjectPaths[String(id)];
    if (path === undefined)
      throw new HostError("InvalidRequest", `The request names an unknown object ${id}.`);
    const object = follow(path);
    resolved.set(id, object);
    return object;
  };
  const follow = (path: ObjectPath): ApiObject | null => {
    if (path.ObjectPathType === PATH.root) return root;
    if (path.ObjectPathType === PATH.nullObject) return null;
    if (path.ObjectPathType === PATH.reference) {
      const object = references.get(path.Name);
      if (object === undefined) throw new HostError("InvalidReference", "The object is no longer known.");
      return object;
    }
    const parent = resolve(path.ParentObjectPathId ?? 0);
    if (parent === null) return null;
    const args = argumentsOf(path.ArgumentInfo);
    switch (path.ObjectPathType) {
      case PATH.property:
        return parent.navigate(path.Name);
      case PATH.indexer:
        return parent.item(args[0]);
      case PATH.method:
        return path.Name === "GetItemAt"
          ? itemAt(parent, args[0])
          : (parent.call(path.Name, args) as ApiObject | null);
      default:
        throw new HostError(
          "ApiNotFound",
          `The embedded host does not know object paths of type ${path.ObjectPathType}.`,
        );
    }
  };
  const argumentsOf = (info: ArgumentInfo | undefined): readonly unknown[] =>
    (info?.Arguments ?? []).map((argument, i) => {
      const id = info?.ReferencedObjectPathIds?.[i];
      return typeof id === "number" && id > 0 ? (resolve(id)?.self ?? null) : argument;
    });

  for (const [index, action] of body.Actions.entries()) {
    try {
      const value = carryOut(
        action,
        action.ActionType === ACTION.trace ? null : resolve(action.ObjectPathId),
        argumentsOf(action.ArgumentInfo),
        references,
      );
      if (value !== undefined) results.push({ ActionId: action.Id, Value: value });
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      return {
        Error: { Code: error.code, Message: error.message, Location: action.Name, ActionIndex: index },
        Results: results,
      };
    }
  }
  return { Error: null, Results: results };
}

function carryOut(
  action: Action,
  object: ApiObject | null,
  args: readonly unknown[],
  references: References,
): unknown {
  switch (action.ActionType) {
    case ACTION.instantiate:
      return object === null ? null : identify(object, references);
    case ACTION.query:
      return object === null || object.type === "null" ? null : query(object, action.QueryInfo?.Select ?? []);
    case ACTION.method:
      if (action.Name === "_KeepReference") return undefined;
      if (action.Name === "_RemoveReference") {
        references.delete(String(args[0]));
        return undefined;
      }
      if (object === null) throw new HostError("ItemNotFound", "The object does not exist.");
      return object.call(action.Name, args) ?? null;
    case ACTION.setProperty:
      if (object === null) throw new HostError("ItemNotFound", "The object does not exist.");
      object.set(action.Name, args[0]);
      return undefined;
    // The client waits for the answer to a mark before it counts an event handler as added.
    case ACTION.trace:
      return null;
    default:
      throw new HostError(
        "ApiNotFound",
        `The embedded host does not know actions of type ${action.ActionType}.`,
      );
  }
}

function identify(object: ApiObject, references: References): unknown {
  const id = object.id();
  if (id !== null) return { _Id: id };
  if (object.type !== "Range" && object.type !== "RangeAreas") return {};
  const reference = `r${nextReference()}`;
  references.set(reference, object);
  return { _ReferenceId: reference };
}

/** Answers a load: scalar members, members of objects below ("format/columnWidth"), and the items of a collection. */
function query(object: ApiObject, select: readonly string[]): unknown {
  const items = object.items();
  if (items !== null) {
    const paths = select.map((path) => path.replace(/^items\//, ""));
    return { _Items: items.map((item) => ({ _Id: item.id(), ...(query(item, paths) as object) })) };
  }
  if (select.length === 0) {
    throw new HostError(
      "ApiNotFound",
      `Load the members of ${object.type} by name: the embedded host loads no defaults.`,
    );
  }
  const answer: Record<string, unknown> = {};
  const nested = new Map<string, string[]>();
  for (const path of select) {
    const [head = "", ...rest] = path.split("/");
    if (rest.length === 0 && !object.isNavigation(head)) answer[upperFirst(head)] = object.get(head);
    else nested.set(head, [...(nested.get(head) ?? []), ...(rest.length === 0 ? [] : [rest.join("/")])]);
  }
  for (const [head, paths] of nested) {
    const child = object.navigate(head);
    answer[upperFirst(head)] = child.type === "null" ? null : query(child, paths);
  }
  const id = object.id();
  return id === null ? answer : { _Id: id, ...answer };
}

function itemAt(collection: ApiObject, position: unknown): ApiObject {
  const item = collection.items()?.[Number(position)];
  if (item === undefined) throw new HostError("ItemNotFound", "There is no item at this position.");
  return item;
}

function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

let referenceCount = 0;

/** A reference id that no earlier object of this process had. */
function nextReference(): number {
  referenceCount += 1;
  return referenceCount;
}
