namespace Bastion.Hosting;

/// <summary>What every service is told besides its own options. A section of each settings file.</summary>
public sealed class ServiceSettings
{
    /// <summary>Directory of the rolling log files; null writes warnings to standard error only.</summary>
    public string? LogDirectory { get; init; }

    /// <summary>Verbose, Debug, Information, Warning, Error or Fatal.</summary>
    public string LogLevel { get; init; } = "Information";

    /// <summary>Where metrics and traces are pushed with OTLP over gRPC; null pushes nothing. The scrape page is always there.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Directory of the keys behind cookies and form tokens; null keeps them in memory, so that a restart signs everybody's forms out.</summary>
    public string? FormKeyDirectory { get; init; }

    /// <summary>Largest request body that a browser may send, in bytes.</summary>
    public long MaxRequestBodyBytes { get; init; } = 1 << 20;

    /// <summary>Connections held at once, all listeners of the service together.</summary>
    public int MaxConnections { get; init; } = 4096;

    public void Validate(SettingsErrors errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (!Enum.TryParse<Serilog.Events.LogEventLevel>(LogLevel, out _))
            errors.Add("service.logLevel", $"'{LogLevel}' is not one of Verbose, Debug, Information, Warning, Error, Fatal");
        if (OtlpEndpoint is { IsAbsoluteUri: false })
            errors.Add("service.otlpEndpoint", "must be an absolute URL");
        if (MaxRequestBodyBytes < 1024)
            errors.Add("service.maxRequestBodyBytes", "must be at least 1024");
        if (MaxConnections < 16)
            errors.Add("service.maxConnections", "must be at least 16");
    }
}
