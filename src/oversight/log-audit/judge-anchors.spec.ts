import { describe, expect, it } from '@jest/globals';
import type { KnownAnchor } from '../../core/index.js';
import { joinHistories, judgeNodes, type NodeHistory } from './chain-history.js';
import { judgeLine } from './judge-chain.js';
import { judgeStatements } from './judge-statements.js';

const anchor = (treeSize: number, previousTreeSize: number, blockNumber: number): KnownAnchor => ({
  chainId: 7,
  contract: '0xAbCdEf0000000000000000000000000000000001',
  logId: `0x${'11'.repeat(32)}`,
  treeSize,
  previousTreeSize,
  transactionHash: `0x${String(treeSize).padStart(64, '0')}`,
  blockNumber,
  blockTime: new Date(1_800_000_000_000 + blockNumber * 1_000).toISOString(),
  root: `sha-256:${'A'.repeat(43)}`,
});
const line = [anchor(10, 0, 5), anchor(20, 10, 9), anchor(35, 20, 30)];

describe(judgeLine.name, () => {
  it('takes a line of growing sizes, each upon the one before', () => {
    expect(judgeLine([])).toBeUndefined();
    expect(judgeLine(line)).toBeUndefined();
    expect(judgeLine([line[0]!, { ...line[1]!, blockTime: line[0]!.blockTime }])).toBeUndefined();
  });

  it.each([
    ['a first anchor upon something', [anchor(10, 3, 5)]],
    ['a gap', [line[0]!, line[2]!]],
    ['a size twice', [line[0]!, anchor(10, 10, 9)]],
    ['no size', [anchor(2 ** 60, 0, 5)]],
    ['an earlier time', [line[0]!, { ...line[1]!, blockTime: '2020-01-01T00:00:00.000Z' }]],
    ['a time that is none', [line[0]!, { ...line[1]!, blockTime: 'soon' }]],
  ])('refuses %s', (_what, anchors) => {
    expect(judgeLine(anchors)).toMatchObject({ code: 'chain-broken', evidence: { anchor: anchors.at(-1) } });
  });
});

describe(judgeStatements.name, () => {
  const stated = line.map((of) => ({
    anchor: { ...of, contract: of.contract.toLowerCase() },
    statement: `of ${of.treeSize}`,
  }));

  it('takes statements that say what the chain says, and waits for the newest', () => {
    expect(judgeStatements(stated, line)).toBeUndefined();
    expect(judgeStatements(stated.slice(0, 2), line)).toBeUndefined();
    expect(judgeStatements([], line)).toBeUndefined();
  });

  it.each(Object.keys(line[0]!) as (keyof KnownAnchor)[])('refuses another %s', (name) => {
    const value = line[1]![name];
    const other =
      typeof value === 'number' ? value + 1 : name === 'blockTime' ? line[0]!.blockTime : `${value}`.replace(/.$/, 'B');
    const lying = [stated[0]!, { statement: 'a lie', anchor: { ...stated[1]!.anchor, [name]: other } }, stated[2]!];
    const code = name === 'treeSize' ? 'statement-not-on-chain' : 'statement-wrong';
    expect(judgeStatements(lying, line)).toMatchObject({ code, evidence: { statement: 'a lie' } });
  });

  it('refuses an anchor left out below the newest one', () => {
    expect(judgeStatements([stated[0]!, stated[2]!], line)).toMatchObject({
      code: 'statement-missing',
      evidence: { anchor: { treeSize: 20 } },
    });
  });
});

describe(judgeNodes.name, () => {
  const node = (name: string, head: number, anchors: KnownAnchor[]): NodeHistory => ({
    node: name,
    chainId: 7,
    head,
    anchors,
  });
  const other = { ...line[1]!, root: `sha-256:${'B'.repeat(43)}` };

  it('lets a node be behind, and nodes differ where nothing is final', () => {
    expect(judgeNodes([node('a', 40, line), node('b', 9, line.slice(0, 2))], 0)).toBeUndefined();
    expect(judgeNodes([node('a', 11, [line[0]!, other]), node('b', 11, line.slice(0, 2))], 3)).toBeUndefined();
  });

  it('refuses two histories below finality, with what each says', () => {
    expect(judgeNodes([node('a', 40, line), node('b', 40, [line[0]!, other, line[2]!])], 12)).toMatchObject({
      code: 'chain-nodes-disagree',
      evidence: { a: line[1], b: other },
    });
    expect(judgeNodes([node('a', 40, line), node('b', 40, [line[0]!])], 12)).toMatchObject({ evidence: { b: null } });
  });

  it('joins chains, each as the node tells it that reaches furthest', () => {
    const elsewhere = { ...anchor(50, 35, 2), chainId: 8 };
    const joined = joinHistories([
      { node: 'c', chainId: 8, head: 3, anchors: [elsewhere] },
      node('b', 9, line.slice(0, 2)),
      node('a', 40, line),
    ]);
    expect(joined.anchors).toEqual([...line, elsewhere]);
    expect(joined.heads).toEqual(
      new Map([
        [8, 3],
        [7, 40],
      ]),
    );
  });
});
