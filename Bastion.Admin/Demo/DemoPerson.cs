namespace Bastion.Admin.Demo;

public sealed record DemoPerson
{
    public required string Login { get; init; }

    public required string Name { get; init; }

    /// <summary>Technician, Engineer, Auditor, Administrator or WardRepresentative.</summary>
    public required string Role { get; init; }

    /// <summary>Of an Engineer: Biomedical, ItSystems, Building, ItSecurity, OnCall.</summary>
    public IReadOnlyList<string> Disciplines { get; init; } = [];

    /// <summary>Of staff; empty = nothing.</summary>
    public IReadOnlyList<DemoScope> Scopes { get; init; } = [];

    /// <summary>Of a technician.</summary>
    public string? Vendor { get; init; }

    /// <summary>Of a technician: vendor manager.</summary>
    public bool Manager { get; init; }

    public required string Password { get; init; }

    /// <summary>Base32.</summary>
    public required string TotpSecret { get; init; }

    /// <summary>fr or en.</summary>
    public string Language { get; init; } = "fr";

    /// <summary>The recording notice counts as accepted.</summary>
    public bool NoticeAccepted { get; init; }

    public override string ToString() => Login;
}
