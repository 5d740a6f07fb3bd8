namespace Bastion.Gateway.Portal.Time;

/// <summary>A coloured part of a day, in minutes of that day; From and Until are its wall times.</summary>
internal sealed record BandPart(double X, double Width, BandKind Kind, DateTime From, DateTime Until);
