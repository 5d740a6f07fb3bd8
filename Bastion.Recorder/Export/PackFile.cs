namespace Bastion.Recorder.Export;

/// <summary>One file of a pack as the manifest names it.</summary>
internal sealed record PackFile(string Name, long Bytes, string Sha256);
