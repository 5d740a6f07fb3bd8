using Bastion.Admin.Contracts;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>What a refusal of the airlock is called in the recording.</summary>
internal static class AirlockWords
{
    public static string OutcomeOf(Refusal refusal) => refusal.Code switch
    {
        "files.held" => "held",
        "files.infected" => "infected",
        "files.refused" => "refused",
        _ => "failed",
    };

    /// <summary>held: the number; infected: the name; refused: the reason; else the code.</summary>
    public static string DetailOf(Refusal refusal) => refusal.Code switch
    {
        "files.held" => refusal.Facts.GetValueOrDefault("number", ""),
        "files.infected" or "files.refused" => refusal.Facts.GetValueOrDefault("reason", ""),
        _ => refusal.Code,
    };
}
