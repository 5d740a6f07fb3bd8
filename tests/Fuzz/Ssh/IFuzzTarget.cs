namespace Bastion.Fuzz.Ssh;

/// <summary>Something that takes bytes from strangers. Whatever it throws is a crash: refusals that are meant to be are caught inside.</summary>
internal interface IFuzzTarget
{
    string Name { get; }

    /// <summary>Well-formed inputs to start from.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    void Run(byte[] input);
}
