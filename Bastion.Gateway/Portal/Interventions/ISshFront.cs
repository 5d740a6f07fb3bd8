namespace Bastion.Gateway.Portal.Interventions;

/// <summary>What the pages say about the SSH listener; known when it has started.</summary>
internal interface ISshFront
{
    /// <summary>Bound port; 0 before the start.</summary>
    int Port { get; }

    IReadOnlyList<string> Fingerprints { get; }
}
