import { HostError } from "../errors";

/**
 * What one kind of Excel object answers: scalar properties, navigation to other objects, methods. A member that is
 * not listed is refused, so that the add-in cannot come to rely on one that was never tried.
 */
export interface ApiType<T> {
  readonly name: string;
  readonly get?: Readonly<Record<string, (self: T) => unknown>>;
  readonly set?: Readonly<Record<string, (self: T, value: unknown) => void>>;
  /** Properties that hold another object. */
  readonly navigate?: Readonly<Record<string, (self: T) => ApiObject>>;
  readonly call?: Readonly<Record<string, (self: T, ...args: unknown[]) => unknown>>;
  /** Set for collections: their items. */
  readonly items?: (self: T) => readonly ApiObject[];
  readonly item?: (self: T, key: unknown) => ApiObject;
  readonly id?: (self: T) => string;
}

/** An Excel object on the host: a type and what it stands for. */
export interface ApiObject {
  readonly type: string;
  readonly get: (name: string) => unknown;
  readonly set: (name: string, value: unknown) => void;
  readonly navigate: (name: string) => ApiObject;
  readonly isNavigation: (name: string) => boolean;
  readonly call: (name: string, args: readonly unknown[]) => unknown;
  readonly items: () => readonly ApiObject[] | null;
  readonly item: (key: unknown) => ApiObject;
  readonly id: () => string | null;
  /** What it stands for, for methods that take an object as an argument. */
  readonly self: unknown;
  /** The same kind of object for something else. */
  readonly of: (self: unknown) => ApiObject;
}

/** Makes an API object; unknown members throw `ApiNotFound` with the member's name. */
export function apiObject<T>(type: ApiType<T>, self: T): ApiObject {
  const unknown = (member: string): never => {
    throw new HostError("ApiNotFound", `The embedded host does not know ${type.name}.${member}.`);
  };
  const lookUp = <M>(members: Readonly<Record<string, M>> | undefined, name: string): M =>
    members?.[lowerFirst(name)] ?? unknown(lowerFirst(name));
  return {
    type: type.name,
    self,
    of: (other) => apiObject(type, other as T),
    get: (name) => lookUp(type.get, name)(self),
    set: (name, value) => {
      lookUp(type.set, name)(self, value);
    },
    navigate: (name) => lookUp(type.navigate, name)(self),
    isNavigation: (name) => type.navigate?.[lowerFirst(name)] !== undefined,
    call: (name, args) => lookUp(type.call, name)(self, ...args),
    items: () => type.items?.(self) ?? null,
    item: (key) => (type.item ?? unknown("getItem"))(self, key),
    id: () => type.id?.(self) ?? null,
  };
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** A text argument. @throws HostError InvalidArgument */
export function textArgument(value: unknown): string {
  if (typeof value !== "string") throw new HostError("InvalidArgument", "A text was expected.");
  return value;
}

export function numberArgument(value: unknown, fallback?: number): number {
  if (typeof value === "number") return value;
  if (fallback !== undefined && (value === undefined || value === null)) return fallback;
  throw new HostError("InvalidArgument", "A number was expected.");
}
