namespace Bastion.Ssh.Sftp;

/// <summary>What a client may do.</summary>
/// <param name="Down">Read files.</param>
/// <param name="Up">Write files and change what is there.</param>
/// <param name="HashOnly">Contents are not kept: each part is told by its hash before it goes on.</param>
/// <param name="Airlock">What is written is taken by the bastion and does not go to the device by itself.</param>
public sealed record SftpRights(bool Down, bool Up, bool HashOnly = false, bool Airlock = false);
