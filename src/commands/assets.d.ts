/** A workbook that the build puts into a script of its own, as a data address in base64. */
declare module "*.xlsx" {
  const address: string;
  export = address;
}
