using System.Globalization;

namespace Bastion.Benchmarks;

/// <summary>Measured values of one thing, as a sorted list.</summary>
internal sealed class Samples
{
    private readonly List<double> values = [];

    public int Count => values.Count;

    public double Median => Percentile(50);

    public double Max => values.Max();

    public void Add(double value) => values.Add(value);

    public void Add(IEnumerable<double> more) => values.AddRange(more);

    /// <summary>Nearest rank.</summary>
    public double Percentile(double percent)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    /// <summary>Median and the quartiles around it.</summary>
    public string Show(string format = "0.0") => string.Create(CultureInfo.InvariantCulture,
        $"{Median.ToString(format, CultureInfo.InvariantCulture)} ({Percentile(25).ToString(format, CultureInfo.InvariantCulture)}–{Percentile(75).ToString(format, CultureInfo.InvariantCulture)})");
}
