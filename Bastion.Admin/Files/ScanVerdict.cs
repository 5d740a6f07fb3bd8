namespace Bastion.Admin.Files;

/// <summary>What the scanner says of one content.</summary>
/// <param name="Clean">It was looked at to its end and nothing was found. Anything but this does not pass.</param>
/// <param name="Found">The name of what was found; empty when the scanner gave no verdict.</param>
/// <param name="Text">Its answer, for the record.</param>
internal sealed record ScanVerdict(bool Clean, string Found, string Text);
