namespace Bastion.Ssh.Sftp;

public enum SftpPieceKind : byte
{
    /// <summary>A packet as a whole, with its length.</summary>
    Packet,

    /// <summary>Everything of a packet before its content.</summary>
    Head,

    /// <summary>Some of the content of the packet whose head came before.</summary>
    Content,

    /// <summary>Behind the content of a WRITE and part of no field: no server looks at it.</summary>
    Surplus,
}
