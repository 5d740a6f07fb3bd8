using System.Text;

namespace Bastion.SystemTests.Web;

/// <summary>The smallest DICOM file (PS3.10) an archive takes: explicit VR, little endian, no pixels.</summary>
internal static class DicomFile
{
    public static byte[] Of(string patient, string id)
    {
        var meta = Bytes(
            Element(2, 1, "OB", [0, 1]),
            Text(2, 2, "UI", "1.2.840.10008.5.1.4.1.1.7"),
            Text(2, 3, "UI", "1.2.826.0.1.3680043.2.1143.77"),
            Text(2, 0x10, "UI", "1.2.840.10008.1.2.1"),
            Text(2, 0x12, "UI", "1.2.826.0.1.3680043.2.1143"));
        var set = Bytes(
            Text(8, 0x16, "UI", "1.2.840.10008.5.1.4.1.1.7"),
            Text(8, 0x18, "UI", "1.2.826.0.1.3680043.2.1143.77"),
            Text(8, 0x20, "DA", "20261124"),
            Text(8, 0x60, "CS", "OT"),
            Text(0x10, 0x10, "PN", patient),
            Text(0x10, 0x20, "LO", id),
            Text(0x20, 0x0d, "UI", "1.2.826.0.1.3680043.2.1143.78"),
            Text(0x20, 0x0e, "UI", "1.2.826.0.1.3680043.2.1143.79"));
        return Bytes(new byte[128], "DICM"u8.ToArray(), Element(2, 0, "UL", BitConverter.GetBytes(meta.Length)), meta, set);
    }

    private static byte[] Text(ushort group, ushort element, string kind, string value) =>
        Element(group, element, kind, Encoding.ASCII.GetBytes(value.Length % 2 == 0 ? value : value + (kind == "UI" ? '\0' : ' ')));

    private static byte[] Element(ushort group, ushort element, string kind, byte[] value) => Bytes(
        BitConverter.GetBytes(group),
        BitConverter.GetBytes(element),
        Encoding.ASCII.GetBytes(kind),
        kind == "OB" ? Bytes([0, 0], BitConverter.GetBytes(value.Length)) : BitConverter.GetBytes((ushort)value.Length),
        value);

    private static byte[] Bytes(params byte[][] parts) => [.. parts.SelectMany(part => part)];
}
