import type { Considered, Candidate } from "./matcher";
import type { Profile } from "./profile";

/** The sentence that says why a candidate is suggested or refused. */
export function reasonFor(
  _considered: Considered,
  _candidate: Candidate,
  theirs: Profile,
  _isSuggested: boolean,
  _profiles: readonly Profile[],
): string {
  return theirs.name;
}
