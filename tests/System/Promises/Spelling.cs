using System.Text;

namespace Bastion.SystemTests.Promises;

/// <summary>A password as it may stand in bytes: raw, in other encodings, inside base64.</summary>
internal static class Spelling
{
    public static List<byte[]> Of(string password)
    {
        var raw = Encoding.UTF8.GetBytes(password);
        List<byte[]> spellings = [raw, Encoding.Unicode.GetBytes(password), Encoding.BigEndianUnicode.GetBytes(password), Encoding.ASCII.GetBytes(Convert.ToHexString(raw)), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(raw))];

        // Base64 of a longer text that holds it: three alignments, without the characters that depend on the neighbours.
        for (var shift = 0; shift < 3; shift++)
        {
            var text = Convert.ToBase64String([.. new byte[shift], .. raw]);
            var from = (shift * 8 + 5) / 6;
            var until = (shift + raw.Length) * 8 / 6;
            spellings.Add(Encoding.ASCII.GetBytes(text[from..until]));
            spellings.Add(Encoding.ASCII.GetBytes(text[from..until].Replace('+', '-').Replace('/', '_')));
        }

        return spellings;
    }

    public static void AssertAbsent(List<byte[]> spellings, string where, byte[] content)
    {
        foreach (var spelling in spellings)
        {
            Assert.True(content.AsSpan().IndexOf(spelling) < 0, $"the device's password stands in {where}");
        }
    }
}
