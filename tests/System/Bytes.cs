using System.Text;

namespace Bastion.SystemTests;

internal static class Bytes
{
    public static string ToText(this byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
