import { makeStyles, tokens } from "@fluentui/react-components";

/** The look that all screens share: one column, even gaps, nothing wider than the pane. */
export const useStyles = makeStyles({
  pane: {
    display: "flex",
    flexDirection: "column",
    flexGrow: 1,
    gap: "12px",
    padding: "8px 12px 16px",
    minWidth: 0,
    overflowWrap: "anywhere",
    "& p": { margin: 0 },
    "& h2": { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400 },
    "& h3": { margin: 0, fontSize: tokens.fontSizeBase300 },
    "& ul, & ol": { margin: 0, paddingLeft: "20px" },
    // Five tabs fit beside each other in a pane of usual width.
    "& [role='tab']": { paddingLeft: "6px", paddingRight: "6px" },
    "& section": { display: "flex", flexDirection: "column", gap: "12px" },
    "& > section": { flexGrow: 1 },
    "& section > button": { alignSelf: "start" },
    "& summary": { cursor: "pointer", fontWeight: tokens.fontWeightSemibold, padding: "4px 0" },
    "& summary > p": { fontWeight: tokens.fontWeightRegular },
  },
  /**
   * What a screen is for, at the lower edge of the pane however long the screen is: it stays under the pointer while
   * sources above it open, close and are recognised anew.
   */
  actions: {
    position: "sticky",
    bottom: 0,
    margin: "auto -12px -16px",
    padding: "8px 12px",
    backgroundColor: tokens.colorNeutralBackground1,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  /** Buttons and short fields beside each other, wrapping in a narrow pane. */
  wrap: { display: "flex", flexWrap: "wrap", gap: "8px", "& > *": { minWidth: 0 } },
  /** Fields that share a line in equal parts where there is room for both. */
  grow: { flex: "1 1 150px" },
  below: { marginTop: "8px" },
  warning: { color: tokens.colorStatusWarningForeground3, fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground2 },
  card: {
    display: "flex",
    flexDirection: "column",
    gap: "4px",
    padding: "8px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  /** A dot in the colour of the workbook's highlight. */
  swatch: {
    display: "inline-block !important",
    width: "10px",
    height: "10px",
    marginRight: "6px",
    borderRadius: "50%",
    verticalAlign: "baseline",
  },
  /** A result with its box, so narrow that the result keeps its width. */
  choosable: { display: "flex", alignItems: "center", "& > button": { minWidth: 0, flex: "1 1 0" } },
  /** A result in the list: two lines of which each is cut at the pane's edge. */
  row: {
    display: "block",
    width: "100%",
    maxWidth: "none",
    textAlign: "start",
    padding: "4px 8px",
    fontWeight: tokens.fontWeightRegular,
    "& span": { display: "block", overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
    "& span:first-child": { fontWeight: tokens.fontWeightSemibold },
  },
});
