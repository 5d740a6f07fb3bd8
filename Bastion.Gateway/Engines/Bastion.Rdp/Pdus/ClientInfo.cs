using System.Text;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Pdus;

/// <summary>
/// Client Info PDU (MS-RDPBCGR 2.2.1.11): of a technician, who he says he is; towards a device, written new with the account of the vault. Shell, working directory,
/// auto-reconnect cookie and compression of the technician never reach a device. ToString shows no secret.
/// </summary>
public sealed class ClientInfo
{
    private const int SecurityInfo = 0x0040;
    private const uint Mouse = 0x00000001;
    private const uint DisableCtrlAltDel = 0x00000002;
    private const uint AutoLogon = 0x00000008;
    private const uint Unicode = 0x00000010;
    private const uint MaximizeShell = 0x00000020;
    private const uint LogonNotify = 0x00000040;
    private const uint EnableWindowsKey = 0x00000100;
    private const uint MouseHasWheel = 0x00020000;
    private const uint NoAudioPlayback = 0x00080000;

    // Wallpaper, full window drag, menu animations, themes off: less to send and to keep.
    private const uint Performance = 0x0000000F;
    private const int TimeZoneLength = 172;

    public string Domain { get; private init; } = "";

    public string User { get; private init; } = "";

    public string Password { get; private init; } = "";

    public override string ToString() => "client info";

    /// <summary>True for the user data of an I/O channel that holds one.</summary>
    public static bool Is(ReadOnlySpan<byte> userData) => userData.Length >= 4 && (userData[0] & SecurityInfo) != 0;

    /// <exception cref="RdpProtocolException"/>
    public static ClientInfo Read(ReadOnlySpan<byte> userData)
    {
        var reader = new RdpReader(userData);
        if ((reader.U16() & SecurityInfo) == 0)
            throw new RdpProtocolException("no client info");
        reader.Skip(6);
        var unicode = (reader.U32() & Unicode) != 0;
        int domain = reader.U16(), user = reader.U16(), password = reader.U16();
        reader.Skip(4);
        return new ClientInfo { Domain = Text(ref reader, domain, unicode), User = Text(ref reader, user, unicode), Password = Text(ref reader, password, unicode) };
    }

    /// <summary>User data for the I/O channel of a device. The writer is the caller's, to be overwritten after use.</summary>
    public static void Write(RdpWriter writer, string domain, string user, ReadOnlySpan<char> password)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(user);
        writer.U16(SecurityInfo);
        writer.U16(0);
        writer.U32(0);
        writer.U32(Mouse | DisableCtrlAltDel | AutoLogon | Unicode | MaximizeShell | LogonNotify | EnableWindowsKey | MouseHasWheel | NoAudioPlayback);
        writer.U16(domain.Length * 2);
        writer.U16(user.Length * 2);
        writer.U16(password.Length * 2);
        writer.U16(0);
        writer.U16(0);
        Text(writer, domain);
        Text(writer, user);
        Text(writer, password);
        Text(writer, "");
        Text(writer, "");
        // Extended info: an address that is ours to say, no time zone, no session to reconnect to.
        writer.U16(2);
        writer.U16(2);
        writer.U16(0);
        writer.U16(2);
        writer.U16(0);
        writer.Zeros(TimeZoneLength);
        writer.U32(0);
        writer.U32(Performance);
        writer.U16(0);
    }

    private static string Text(ref RdpReader reader, int length, bool unicode)
    {
        if (length > RdpLimits.LongestInfoText)
            throw new RdpProtocolException("a text of client info is too long");
        var octets = reader.Take(length);
        reader.Skip(unicode ? 2 : 1);
        return (unicode ? Encoding.Unicode : Encoding.Latin1).GetString(octets).TrimEnd('\0');
    }

    private static void Text(RdpWriter writer, ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
            writer.U16(letter);
        writer.U16(0);
    }
}
