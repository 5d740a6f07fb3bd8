namespace Bastion.Admin.Identity;

internal sealed record NewSignIn(string Token, LiveSignIn Live);
