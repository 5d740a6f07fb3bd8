using System.Diagnostics.CodeAnalysis;

namespace Bastion.Hosting;

/// <summary>Collects everything that is wrong with a service's settings, so that the reader repairs them in one go.</summary>
public sealed class SettingsErrors
{
    private readonly List<string> errors = [];

    public bool Any => errors.Count > 0;

    public void Add(string key, string what) => errors.Add($"{key}: {what}");

    /// <summary>Says that <paramref name="key"/> is missing when the value is null or blank.</summary>
    public bool Require(string key, [NotNullWhen(true)] string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
            return true;
        Add(key, "is missing");
        return false;
    }

    public bool Require(string key, [NotNullWhen(true)] object? value)
    {
        if (value is not null)
            return true;
        Add(key, "is missing");
        return false;
    }

    /// <summary>The file must be there and readable.</summary>
    public bool RequireFile(string key, [NotNullWhen(true)] string? path)
    {
        if (!Require(key, path))
            return false;
        try
        {
            using var file = File.OpenRead(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Add(key, $"cannot read '{path}': {e.Message}");
            return false;
        }
    }

    /// <summary>As <see cref="RequireFile"/>, and nobody but owner and group may reach it.</summary>
    public bool RequireSecretFile(string key, [NotNullWhen(true)] string? path)
    {
        if (!RequireFile(key, path))
            return false;
        const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        if ((File.GetUnixFileMode(path) & Others) != 0)
        {
            Add(key, $"'{path}' is open to every account of this machine: chmod 600");
            return false;
        }
        return true;
    }

    /// <exception cref="SettingsException">When anything was added; its message lists all of it.</exception>
    public void ThrowIfAny(string service)
    {
        if (Any)
            throw new SettingsException(service, errors);
    }
}
