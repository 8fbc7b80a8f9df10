declare module "virtual:signs/*" {
  const groups: [string, [string, string, string][]][];
  export default groups;
}
