export {
  type Box,
  type Colours,
  type FlowBlock,
  type FlowItem,
  type Form,
  type PanelBlock,
  type PdfTemplate,
  pdfTemplate,
  type TextBlock,
} from '../../catalogue/index.js';
