namespace Bastion.Hosting.Theme.Errors;

/// <summary>The errors that have a page of their own; each has title, reason and way on in the theme's texts.</summary>
public enum ErrorKind
{
    NotFound,
    Forbidden,
    FormExpired,
    BadRequest,
    TooMany,
    Unavailable,
    Broken,
}
