/**
 * The XMP that pdfkit writes for what the document's information says: held against the file whole, so that the two can't
 * differ and nothing else is said there.
 */
export function expectedXmp({ title, madeAt }: { title: string; madeAt: string }): string {
  const at = madeAt.replace(/^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
                <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        
        <rdf:Description xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" rdf:about="">
            <pdfaid:part>3</pdfaid:part>
            <pdfaid:conformance>B</pdfaid:conformance>
        </rdf:Description>
        

        <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
            <xmp:CreateDate>${at}</xmp:CreateDate>
            <xmp:CreatorTool>Elicence</xmp:CreatorTool>
        </rdf:Description>
        

            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
            

                <dc:title>
                    <rdf:Alt>
                        <rdf:li xml:lang="x-default">${title}</rdf:li>
                    </rdf:Alt>
                </dc:title>
                

            </rdf:Description>
            

        <rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
            <pdf:Producer>Elicence</pdf:Producer>
        </rdf:Description>
        

                </rdf:RDF>
            </x:xmpmeta>
        <?xpacket end="w"?>`;
}
