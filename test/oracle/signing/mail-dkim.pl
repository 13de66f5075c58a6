# Verifies messages with Mail::DKIM: one JSON object a line in, one out. Messages hold one character per byte.
use strict;
use warnings;
use JSON::PP;
use Mail::DKIM::ARC::Verifier;
use Mail::DKIM::DNS;
use Mail::DKIM::Verifier;
use Net::DNS;

my $json = JSON::PP->new->utf8->canonical;
my $zone = $json->decode( scalar <STDIN> )->{zone};

{
    package Zone;
    sub new { return bless {}, shift }
    sub errorstring { return 'NXDOMAIN' }

    sub query {
        my ( $self, $name ) = @_;
        my $text = $zone->{$name};
        return if !defined $text;
        my $packet = Net::DNS::Packet->new( $name, 'TXT' );
        $packet->push( answer => Net::DNS::RR->new( name => $name, type => 'TXT', txtdata => [ $text =~ /.{1,255}/gs ] ) );
        return $packet;
    }
    sub send { return query(@_) }
}
Mail::DKIM::DNS::resolver( Zone->new );

$| = 1;
while ( my $line = <STDIN> ) {
    my $message = $json->decode($line)->{message};
    my $dkim = Mail::DKIM::Verifier->new;
    $dkim->PRINT($message);
    $dkim->CLOSE;
    my $arc = Mail::DKIM::ARC::Verifier->new;
    $arc->PRINT($message);
    $arc->CLOSE;
    my $status = $arc->result;
    print $json->encode(
        {
            dkim => [ map { $_->result eq 'pass' ? 'pass' : $_->result_detail } $dkim->signatures ],
            arc  => $status eq 'fail' ? $arc->result_detail : $status,
        }
    ), "\n";
}
