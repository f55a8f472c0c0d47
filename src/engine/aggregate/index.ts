export { createGroupKeys, Grouping } from "./grouping";
export type { ColumnBlock, GroupingOptions, RejectedInput, RowBlock } from "./grouping";
export type { GroupKeys } from "./group-keys";
export { joinGroups, UnrelatedGroupings } from "./join";
export type { GroupOutcome, JoinedGroup, JoinedGroups } from "./join";
