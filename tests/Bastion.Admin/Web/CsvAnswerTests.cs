using Bastion.Admin.Web.Listing;

namespace Bastion.Admin.Tests.Web;

public sealed class CsvAnswerTests
{
    [Theory]
    [InlineData("ANA-01", "ANA-01")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("dit \"oui\"", "\"dit \"\"oui\"\"\"")]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("", "")]
    public void Cell_Text_IsOneCellAndNeverAFormula(string text, string cell) => Assert.Equal(cell, CsvAnswer.Cell(text));
}
