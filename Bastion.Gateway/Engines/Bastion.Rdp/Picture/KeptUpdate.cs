namespace Bastion.Rdp.Picture;

/// <summary>An update that still shows somewhere.</summary>
internal sealed class KeptUpdate(int code)
{
    public int Code => code;

    /// <summary>Its own copy, once it is known to show.</summary>
    public byte[] Body { get; set; } = [];

    /// <summary>Cells in which something of it may be seen.</summary>
    public int Cells { get; set; }
}
