//! What of a body is kept while it is read: what its schema could take, and enough of the rest to tell what
//! is wrong. So a body takes no more memory than the largest that could be right.

use super::shape::{Others, Shapes, Types};

/// What is kept of a value.
#[derive(Clone, Copy)]
pub enum Guide<'s> {
    /// Nothing but that it is there: nobody will look at it.
    Nothing,
    /// All of it: its schema leaves it open.
    Anything,
    /// What a shape could take.
    By(&'s Shapes, usize),
}

impl<'s> Guide<'s> {
    /// The guide of a whole body.
    pub const fn of(shapes: &'s Shapes) -> Self {
        Self::By(shapes, Shapes::WHOLE)
    }

    /// Whether nothing is kept.
    pub const fn is_nothing(self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// The guide of a list: nothing where none may stand here.
    pub fn list(self) -> Self {
        self.among(Types::ARRAY)
    }

    /// The guide of an object: nothing where none may stand here.
    pub fn object(self) -> Self {
        self.among(Types::OBJECT)
    }

    /// How many items of a list are kept, and what of each. One more than there may be tells that there are
    /// too many.
    pub fn items(self) -> (usize, Self) {
        match self {
            Self::Nothing => (0, self),
            Self::Anything => (usize::MAX, self),
            Self::By(shapes, place) => {
                let shape = shapes.at(place);
                let most = shape.count.most.map_or(usize::MAX, |most| most + 1);
                let each = shape.items.map(|items| Self::By(shapes, items));
                (most, each.unwrap_or(Self::Anything))
            }
        }
    }

    /// What is kept of a member of an object.
    pub fn member(self, name: &str) -> Self {
        let Self::By(shapes, place) = self else {
            return self;
        };
        let shape = shapes.at(place);
        match (shape.properties.get(name), shape.others) {
            (Some(place), _) => Self::By(shapes, *place),
            (None, Others::Of(place)) => Self::By(shapes, place),
            (None, Others::Closed) => Self::Nothing,
            (None, Others::Open) => Self::Anything,
        }
    }

    /// The guide of a value of a type: that of the one alternative that takes it.
    fn among(mut self, types: Types) -> Self {
        // References end somewhere; what turns in a circle is kept.
        for _ in 0..8 {
            let Self::By(shapes, place) = self else {
                return self;
            };
            let shape = shapes.at(place);
            if !shapes.types(place).meets(types) {
                return Self::Nothing;
            }
            let fitting = shapes.fitting(shape, types);
            self = match (shape.any.is_empty(), fitting.as_slice(), shape.all.as_slice()) {
                (true, _, []) => return self,
                (false, [], _) => Self::Nothing,
                (false, [one], []) | (true, _, [one]) => Self::By(shapes, *one),
                _ => Self::Anything,
            };
        }
        Self::Anything
    }
}
