namespace Bastion.Rdp.Pdus;

/// <summary>A desktop as its Demand Active describes it.</summary>
public sealed record DesktopFacts
{
    public required uint ShareId { get; init; }

    public int Width { get; init; } = 1024;

    public int Height { get; init; } = 768;

    public int BitsPerPixel { get; init; } = 16;

    /// <summary>It draws everything again when asked (General set, refreshRectSupport).</summary>
    public bool CanRefresh { get; init; }
}
