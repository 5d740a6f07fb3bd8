namespace Bastion.Recorder.Witnessing;

/// <summary>One witness of the journal's heads.</summary>
public sealed class WitnessSettings
{
    /// <summary>Where its add-checkpoint is, without that word: https://witness.example.org:8443</summary>
    public string Url { get; init; } = "";

    /// <summary>Its verifier key: name+hash+base64. What it signs is believed with this key only.</summary>
    public string Key { get; init; } = "";
}
