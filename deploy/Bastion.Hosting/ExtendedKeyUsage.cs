using System.Security.Cryptography;

namespace Bastion.Hosting;

/// <summary>RFC 5280 section 4.2.1.12.</summary>
internal static class ExtendedKeyUsage
{
    public static Oid Server { get; } = new("1.3.6.1.5.5.7.3.1");

    public static Oid Client { get; } = new("1.3.6.1.5.5.7.3.2");
}
