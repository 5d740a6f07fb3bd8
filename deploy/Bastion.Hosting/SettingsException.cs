namespace Bastion.Hosting;

/// <summary>A service cannot start with these settings. The message has one line for each thing to repair.</summary>
public sealed class SettingsException : Exception
{
    public SettingsException(string service, IReadOnlyList<string> errors)
        : base($"{service} cannot start, {errors?.Count ?? 0} thing(s) to repair in its settings:\n  " + string.Join("\n  ", errors ?? []))
    {
        Service = service;
        Errors = errors ?? [];
    }

    public string Service { get; }

    public IReadOnlyList<string> Errors { get; }
}
