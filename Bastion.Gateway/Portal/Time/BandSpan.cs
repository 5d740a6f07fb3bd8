namespace Bastion.Gateway.Portal.Time;

internal readonly record struct BandSpan(DateTimeOffset From, DateTimeOffset Until, BandKind Kind);
