// The import line of docs/adr/0001 and 0014: a room imports to its left only, through the other room's index.ts only.
const line = [
  ['core'],
  ['platform'],
  ['access', 'catalogue', 'signing'],
  ['registry'],
  ['attestation', 'status'],
  ['documents', 'oversight'],
  ['verification'],
  ['reuse'],
  ['insight'],
  ['entry'],
];

const leftOf = (column) => line.slice(0, column).flat();
const rooms = line.flat();

const lineOfSight = line.flatMap((names, column) =>
  names.map((name) => ({
    name: `${name}-looks-left`,
    comment: `${name} may import only ${leftOf(column).join(', ') || 'nothing'}`,
    severity: 'error',
    from: { path: `^src/${name}/`, pathNot: '\\.spec\\.ts$' },
    to: { path: '^src/', pathNot: `^src/(${[...leftOf(column), name].join('|')})/` },
  })),
);

const doors = rooms.map((name) => ({
  name: `${name}-by-its-door`,
  comment: `other rooms enter ${name} by its index.ts`,
  severity: 'error',
  from: { path: '^src/', pathNot: [`^src/${name}/`, '\\.spec\\.ts$'] },
  to: {
    path: `^src/${name}/`,
    pathNot: [`^src/${name}/index\\.ts$`, '^src/core/(crypto/noble|picture/index)\\.ts$', '^src/platform/light\\.ts$'],
  },
}));

module.exports = {
  forbidden: [
    ...lineOfSight,
    ...doors,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-is-pure',
      comment:
        'core runs in a browser, a command line and a server: no Node, no framework, no I/O; its examples are of those who use it',
      severity: 'error',
      from: { path: '^src/core/', pathNot: ['\\.spec\\.ts$', '/testing/', '^src/core/examples/'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-libraries',
      comment: 'an allow-list: each is pure and runs everywhere',
      severity: 'error',
      from: { path: '^src/core/', pathNot: ['\\.spec\\.ts$', '/testing/'] },
      to: { path: 'node_modules/', pathNot: 'node_modules/(@noble/(curves|hashes)|canonicalize|cborg|fflate)/' },
    },
    {
      name: 'web-imports-core-and-client',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^src/', pathNot: '^src/core/(index|crypto/noble|picture/index)\\.ts$' },
    },
    {
      name: 'production-imports-no-test',
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.spec\\.ts$', '/testing/'] },
      to: { path: ['^test/', '\\.spec\\.ts$', '/testing/'] },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?url$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^web/dist', 'generated/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.vue', '.json'],
    },
  },
};
