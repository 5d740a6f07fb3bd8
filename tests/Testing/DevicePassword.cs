using System.Runtime.InteropServices;

namespace Bastion.Testing;

internal static partial class DevicePassword
{
    /// <summary>SHA-512 crypt as in shadow(5).</summary>
    public static string Hash(string password)
    {
        var hash = Marshal.PtrToStringUTF8(Crypt(password, "$6$rounds=1000$bastiontest$"));
        return hash is { Length: > 20 } ? hash : throw new PlatformNotSupportedException("crypt(3) does not know SHA-512.");
    }

    [LibraryImport("libcrypt.so.1", EntryPoint = "crypt", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Crypt(string phrase, string setting);
}
