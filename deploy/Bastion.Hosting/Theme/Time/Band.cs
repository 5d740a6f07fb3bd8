namespace Bastion.Hosting.Theme.Time;

/// <summary>One stretch of time in a day band. <see cref="Tone"/> is one of the theme's colours, or "busy" for the grey of daily use.</summary>
public sealed record Band(DateTimeOffset From, DateTimeOffset Until, string Tone);
