/** A business licence in the words of its type: ten printed fields, one holder, a number; each of a set is another. */
export const licence = (n) => ({
  licenceNumber: `91350100M000100Y43-${n}`,
  holders: [{ kind: 'organisation', codeType: '001', code: '91350100M000100Y43', name: `福州示例科技有限公司 ${n}` }],
  faceData: {
    type: '有限责任公司（自然人投资或控股）',
    legalRepresentative: '林示例',
    businessScope:
      '软件开发；信息技术咨询服务；数据处理和存储支持服务；计算机系统服务；互联网销售（除销售需要许可的商品）。',
    registeredCapital: '壹仟万元整',
    establishedOn: '2019-05-20',
    operatingFrom: '2019-05-20',
    operatingUntil: '2049-05-19',
    domicile: '福建省福州市鼓楼区示例路1号示例大厦8层801室',
    registrationAuthority: '福州市鼓楼区市场监督管理局',
    copies: 1,
  },
});
