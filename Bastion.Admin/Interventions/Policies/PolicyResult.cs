using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bastion.Admin.Interventions.Policies;

/// <summary>What the policy wants of one request. Kept with it, so that a later edit of the policy changes nothing that was asked before.</summary>
internal sealed record PolicyResult
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>What an intervention of before this policy meant: one step, nothing else.</summary>
    public static readonly PolicyResult Simple = new() { Steps = [Step.Owner] };

    [JsonIgnore]
    public Denial? Refusal { get; init; }

    public bool Auto { get; init; }

    public IReadOnlyList<Step> Steps { get; init; } = [];

    public bool Release { get; init; }

    public bool Ticket { get; init; }

    public Supervision Supervision { get; init; }

    public int ReturnSignatures { get; init; }

    public int MaxSessions { get; init; }

    public int DrainCapMinutes { get; init; }

    /// <summary>No file may go in, whatever was asked.</summary>
    public bool NoFileIn { get; init; }

    /// <summary>A usual approver looks at it on the next working day.</summary>
    public bool NextDayLook { get; init; }

    public bool Emergency { get; init; }

    /// <summary>Codes of the rules that matched: M1, M4, …</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static PolicyResult FromJson(string json) => json.Length == 0 ? Simple : JsonSerializer.Deserialize<PolicyResult>(json, Json) ?? Simple;
}
